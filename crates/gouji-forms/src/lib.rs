//! Which tables of a document are which forms, which of its sentences make which claims.

pub mod form;
