"""Which sentences stand for an article (`summary`), which passages for an event (`passages`)?"""
