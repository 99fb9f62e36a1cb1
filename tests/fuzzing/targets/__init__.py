"""One module for each kind of input; `fuzzing` says what stands in one."""
