"""What is shown over the network and to other processes: metrics, signs of life, the status.

Gets what it shows as callables; knows neither links nor targets, and asks nobody.
"""
