//! What the fuzz targets share: the promises ([`checks`]) and the bound on memory ([`memory`]).

pub mod checks;
pub mod memory;
