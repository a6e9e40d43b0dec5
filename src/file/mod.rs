//! A delimited file as a document.
