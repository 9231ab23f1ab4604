//! Mistakes that are recognized, with advice: one small function for each, apart from the
//! grammar. Some report the mistake, and pass over its tokens where their documentation says so,
//! so that parsing goes on behind them. Others read nothing and return the advice alone: their
//! caller reports the mistake.

pub(crate) mod account;
pub(crate) mod action;
pub(crate) mod artifacts;
pub(crate) mod bare;
pub(crate) mod block;
pub(crate) mod branches;
pub(crate) mod clause;
pub(crate) mod condition;
pub(crate) mod entry;
pub(crate) mod events;
mod expression;
pub(crate) mod foreign;
pub(crate) mod item;
pub(crate) mod kind;
pub(crate) mod literal;
pub(crate) mod name;
pub(crate) mod repetition;
pub(crate) mod resource;
pub(crate) mod role_rules;
