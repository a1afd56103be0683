"""Complete systems with a command line each: they train, evaluate, save, load, resume and answer."""
