import ConcordCLI

await ConcordProgram.run()
