"""The tests of topbms: data, fakes and the simulator."""
