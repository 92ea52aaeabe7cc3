"""Pages of intake: the queue, writing a report down, triage."""
