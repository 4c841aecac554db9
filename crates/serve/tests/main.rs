//! What the server promises to programs, in one program of tests. The pages and answers themselves are asked of the real
//! binary, in `crates/crossings/tests/serve.rs`.

mod openapi;
