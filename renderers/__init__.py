"""What turns a procedure into something to read, print or fill in: one folder for each way."""
