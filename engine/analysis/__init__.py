"""What is wrong in a procedure: rules over what is known at each place of it."""
