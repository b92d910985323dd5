// CommandHandling
