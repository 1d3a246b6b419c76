"""What maintains the project and sets it up: standard library only where a learner's first run needs it."""
