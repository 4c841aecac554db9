//! One program of tests: which numbers stay in is held against a linear solver.

mod small_numbers;
