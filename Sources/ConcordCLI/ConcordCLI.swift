// ConcordCLI
