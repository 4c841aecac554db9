//! Tests of the outlook as others use it.
