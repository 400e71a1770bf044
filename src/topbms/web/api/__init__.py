"""/api/v1: what the page, scripts and other programs ask the gateway. One file an endpoint or an idea.

    door ─► views ─► shapes ─► routes ─► application         what is asked
    feed ─► live ─► hub ─► stream                            what is told

Gets everything as callables in a `Door`, and the history; knows neither links nor targets. Only the routes load the
web framework: the gateway polls before that.
"""
