//! Settings and declarations: what stands outside of stages.

use pipewright_model::catalogue::declared::SETTINGS;
use pipewright_model::similar::closest;
use proc_macro2::{Delimiter, Ident};

use super::clauses::Clause;
use super::input::Input;
use super::name::{is_keyword, word};
use super::repeat::starts_for;
use super::{Reported, Space};
use crate::tree::{Account, Declared, Entry, Item, Origin, Phrase, ValueKind};

/// The first words of declarations.
pub const DECLARATIONS: &[&str] = &[
    "home",
    "account",
    "organization",
    "store",
    "role",
    "project",
    "action_type",
    "variable",
    "trigger",
    "stage",
];

impl Input<'_> {
    /// Everything, to the end.
    pub(super) fn items(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        while !self.is_end() {
            if starts_for(self) {
                items.extend(self.repetition(|input| input.items(), starts_declaration));
            } else if self.take_punct(';').is_none() {
                let before = self.context.findings.errors().count();
                let item = self.item();
                let whole = self.context.findings.errors().count() == before;
                self.context.lost |= !whole && !matches!(item, Some(Item::Stage(_)));
                items.extend(item);
                items.append(&mut self.context.misplaced);
            }
        }
        items
    }

    /// A declaration that stands in a stage, which is read all the same.
    pub(super) fn misplaced_item(&mut self) {
        let item = self.item();
        self.context.misplaced.extend(item);
    }

    fn item(&mut self) -> Option<Item> {
        if self.is_keyed() && !self.is_declaration() && !self.is_plural() {
            return if self.is_action() {
                self.misplaced_action()
            } else {
                self.setting()
            };
        }
        let Some(first) = self.ident(0).cloned() else {
            self.expected("a declaration or a setting");
            self.advance();
            self.skip_item(starts_declaration);
            return None;
        };
        let first_word = word(&first).text;
        if SETTINGS
            .iter()
            .any(|setting| setting.written() == first_word)
        {
            return self.setting();
        }
        self.advance();
        let known = DECLARATIONS
            .iter()
            .copied()
            .find(|known| *known == first_word);
        let declaration = known.or_else(|| self.misspelled(&first, &first_word))?;
        if self.is_colon(0) {
            self.expected("a name")
                .help(format!("leave it out: `{declaration} NAME`"));
            self.advance();
        }
        if starts_named(self) {
            self.expected("a name");
            return None;
        }
        match declaration {
            "home" => self.account(true).map(Item::Account),
            "account" => self.account(false).map(Item::Account),
            "organization" => self.organization().map(Item::Organization),
            "store" => self.declared(&STORE).map(Item::Store),
            "project" => self.declared(&PROJECT).map(Item::Project),
            "action_type" => self.declared(&ACTION_TYPE).map(Item::ActionType),
            "role" => self.declared(&ROLE).map(Item::Role),
            "variable" => self.pipeline_variable().map(Item::Variable),
            "trigger" => self.trigger().map(Item::Trigger),
            _ => Some(Item::Stage(self.stage(first.span()))),
        }
    }

    fn setting(&mut self) -> Option<Item> {
        let entry = self.entry(starts_declaration);
        match &entry {
            Some(Entry { value, .. }) if !matches!(value.kind, ValueKind::Missing) => {
                self.end_item(false, starts_declaration);
            }
            _ => self.skip_item(starts_declaration),
        }
        entry.map(Item::Setting)
    }

    fn account(&mut self, home: bool) -> Option<Account> {
        let Ok(name) = self.name("the account's name", Space::Account, true) else {
            self.skip_item(starts_declaration);
            return None;
        };
        let mut account = Account {
            name,
            home,
            id: Phrase::Missing(self.span()),
            region: None,
        };
        match self.id_and_region(&mut account) {
            Ok(()) => account.name.at.whole = self.end_item(false, starts_declaration),
            Err(Reported) => {
                account.name.at.written = false;
                self.skip_item(starts_declaration);
            }
        }
        Some(account)
    }

    fn id_and_region(&mut self, account: &mut Account) -> Result<(), Reported> {
        self.equals("the account's id, `= \"111111111111\"`")?;
        account.id = self.phrase("the account's id, `\"111111111111\"`")?;
        let unsaid = (self.is_word(0, "in") || self.is_punct(0, ',')) && self.is_literal(1);
        if unsaid {
            self.expected("`@` and a region, or `;`")
                .help("the account's region stands behind `@`");
            self.advance();
        }
        if unsaid || self.take_punct('@').is_some() {
            account.region = Some(self.phrase(REGION)?);
        }
        Ok(())
    }

    fn equals(&mut self, what: &str) -> Result<(), Reported> {
        if self.take_punct('=').is_some() {
            return Ok(());
        }
        if self.is_colon(0) {
            self.expected(what).help("write `=` in place of `:`");
            self.advance();
            return Ok(());
        }
        let literal = self.token(0).filter(|_| self.is_literal(0));
        let literal = literal.map(ToString::to_string);
        let help = literal.map(|literal| format!("write `= {literal}`"));
        let there = help.is_some();
        self.expected(what).maybe_help(help);
        if there { Ok(()) } else { Err(Reported) }
    }

    fn organization(&mut self) -> Option<Phrase> {
        if self.is_punct(0, '=') || self.is_colon(0) {
            let sign = self.token(0).map(ToString::to_string).unwrap_or_default();
            self.expected("the organization's id, `\"o-…\"`")
                .help(format!("leave out `{sign}`"));
            self.advance();
        }
        let id = self.phrase("the organization's id, `\"o-…\"`");
        if id.is_ok() {
            self.end_item(false, starts_declaration);
        } else {
            self.skip_item(starts_declaration);
        }
        id.ok()
    }

    /// A store, a role, a project or an action type.
    fn declared<I>(&mut self, thing: &Thing<I>) -> Option<Declared<I>> {
        let Ok(name) = self.name(thing.name, thing.space, true) else {
            self.skip_item(starts_declaration);
            return None;
        };
        let (clauses, clean) = self.clauses(thing.article, thing.clauses, starts_declaration);
        let mut declared = Declared {
            name,
            clauses,
            origin: Origin::Managed(Vec::new()),
        };
        declared.name.at.written = clean;
        if self.take_punct('=').is_some() {
            if let Ok(imported) = self.import(thing) {
                declared.origin = Origin::Imported(imported);
                self.end_item(false, starts_declaration);
            } else {
                declared.origin = Origin::Unread;
                declared.name.at.written = false;
                self.skip_item(starts_declaration);
            }
        } else if let Some(block) = self.take_group(Delimiter::Brace) {
            declared.origin = Origin::Managed(self.inside(&block).entries());
            self.end_item(true, starts_declaration);
        } else {
            // What follows a clause that could not be read is passed over with it.
            self.end_item(!clean, starts_declaration);
        }
        Some(declared)
    }

    fn import<I>(&mut self, thing: &Thing<I>) -> Result<I, Reported> {
        if !self.is_word(0, "import") {
            let literal = self.is_literal(0);
            let found = self.token(0).map(ToString::to_string).unwrap_or_default();
            // `imprt`, `imported`
            let meant = found.starts_with("import") || closest(&found, ["import"]).is_some();
            let finding = self.expected("`import`");
            if literal {
                finding.help(format!("write `= import {found}`"));
            } else if meant {
                finding.help("did you mean `import`?");
                self.advance();
            } else {
                return Err(Reported);
            }
        } else {
            self.advance();
        }
        (thing.import)(self)
    }

    fn import_entries(&mut self) -> Result<Vec<Entry>, Reported> {
        let Some(block) = self.take_group(Delimiter::Brace) else {
            self.expected("`{ … }`, what is imported");
            return Err(Reported);
        };
        Ok(self.inside(&block).entries())
    }

    fn import_role(&mut self) -> Result<Phrase, Reported> {
        self.phrase("the role's ARN, `\"arn:aws:iam::…\"`")
    }
}

/// What a region is, where one is expected.
pub(super) const REGION: &str = "a region, `\"us-east-1\"`";

/// What the stores, the roles, the projects and the action types do not have in common.
struct Thing<I: 'static> {
    name: &'static str,
    article: &'static str,
    space: Space,
    clauses: &'static [Clause],
    import: fn(&mut Input<'_>) -> Result<I, Reported>,
}

static STORE: Thing<Vec<Entry>> = Thing {
    name: "the store's name",
    article: "a store",
    space: Space::Store,
    clauses: &[Clause::In, Clause::At],
    import: |input| input.import_entries(),
};

static PROJECT: Thing<Vec<Entry>> = Thing {
    name: "the project's name",
    article: "a project",
    space: Space::Project,
    clauses: &[Clause::In, Clause::At],
    import: |input| input.import_entries(),
};

static ACTION_TYPE: Thing<Vec<Entry>> = Thing {
    name: "the action type's name",
    article: "an action type",
    space: Space::ActionType,
    clauses: &[],
    import: |input| input.import_entries(),
};

static ROLE: Thing<Phrase> = Thing {
    name: "the role's name",
    article: "a role",
    space: Space::Role,
    clauses: &[Clause::In],
    import: |input| input.import_role(),
};

/// Whether a declaration or a setting begins here.
pub(super) fn starts_declaration(input: &Input<'_>) -> bool {
    input.is_keyed() || starts_for(input) || starts_named(input)
}

/// Whether a declaration begins here.
pub(super) fn starts_named(input: &Input<'_>) -> bool {
    // `via` follows the name of an account more often than it is one: in
    // `in account via store`, with a loop variable of that name.
    let word = |ident: &Ident| !is_keyword(ident) && ident != "via";
    let name = input.ident(1).is_some_and(word) || input.is_literal(1);
    name && DECLARATIONS.iter().any(|known| input.is_word(0, known))
}
