// EventLogTesting
