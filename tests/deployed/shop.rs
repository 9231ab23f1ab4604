//! A pipeline that changes: each change as one may make it, and the stacks that it may
//! touch.

use pipewright::{Account, Action, Assembly, Builder, Pipeline, Stage, Store};

/// A change, after those before it.
pub(crate) struct Change {
    pub(crate) what: &'static str,
    /// The stacks that deploy, without the pipeline's name and the hash.
    pub(crate) deploys: &'static [&'static str],
    pub(crate) assembly: Assembly,
}

/// What the pipeline has at a time.
#[derive(Clone)]
struct Shop {
    foreign: bool,
    second_action: bool,
    second_region: bool,
    second_account: bool,
    stage: &'static str,
    store: Option<Store>,
}

pub(crate) fn changes() -> Vec<Change> {
    let mut shop = Shop {
        foreign: false,
        second_action: false,
        second_region: false,
        second_account: false,
        stage: "Verify",
        store: None,
    };
    let mut changes = Vec::new();
    let mut change = |what, deploys, shop: &Shop| {
        changes.push(Change {
            what,
            deploys,
            assembly: shop.assembly(),
        });
    };
    change("making it", &["artifacts-us-east-1", "pipeline"], &shop);

    shop.foreign = true;
    let all = &[
        "artifacts-us-east-1",
        "artifacts-us-west-2",
        "pipeline",
        "roles-test",
    ];
    change("adding the first foreign account", all, &shop);

    shop.second_action = true;
    change(
        "adding an action where there is one",
        &["pipeline", "roles-test"],
        &shop,
    );

    shop.second_region = true;
    let region = &["artifacts-eu-west-1", "pipeline", "roles-test"];
    change("adding a region", region, &shop);

    shop.second_account = true;
    let account = &["artifacts-us-west-2", "pipeline", "roles-prod"];
    change("adding an account", account, &shop);

    shop.second_action = false;
    change("removing an action", &["pipeline", "roles-test"], &shop);

    shop.stage = "Check";
    change("renaming a stage", &["pipeline", "roles-test"], &shop);

    let store = || Store::managed("main").region("us-east-1");
    shop.store = Some(store());
    // Its metadata tells where it is declared, and nothing else differs.
    let store_alone = &["artifacts-us-east-1"];
    change("naming a store that is there", store_alone, &shop);

    shop.store = Some(store().set("bucket_name", "shop-artifacts-of-our-own"));
    change(
        "naming a store's bucket",
        &["artifacts-us-east-1", "pipeline"],
        &shop,
    );

    shop.second_region = false;
    change("removing a region", &["pipeline", "roles-test"], &shop);

    shop.foreign = false;
    change(
        "removing every foreign account",
        &["artifacts-us-east-1", "pipeline"],
        &shop,
    );
    changes
}

impl Shop {
    fn assembly(&self) -> Assembly {
        self.builder().build().unwrap().synthesize().unwrap()
    }

    fn builder(&self) -> Builder {
        let mut builder = Pipeline::builder("shop")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .stage(source());
        if let Some(store) = &self.store {
            builder = builder.store(store.clone());
        }
        if !self.foreign {
            return builder.stage(Stage::new(self.stage).action(smoke("First")));
        }
        builder = builder
            .account(Account::new("test", "222222222222").region("us-west-2"))
            .stage(self.verify());
        if self.second_account {
            builder = builder
                .account(Account::new("prod", "444444444444").region("us-west-2"))
                .stage(Stage::new("Release").action(smoke("Prod").account("prod")));
        }
        builder
    }

    fn verify(&self) -> Stage {
        let mut stage = Stage::new(self.stage).action(smoke("First").account("test"));
        if self.second_action {
            stage = stage.action(smoke("Second").account("test"));
        }
        if self.second_region {
            stage = stage.action(smoke("Abroad").account("test").region("eu-west-1"));
        }
        stage
    }
}

fn source() -> Stage {
    let connection = "arn:aws:codeconnections:us-east-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef";
    Stage::new("Source").action(
        Action::new("Github", "CodeConnection")
            .output("app")
            .set("connection_arn", connection)
            .set("full_repository_id", "example/shop")
            .set("branch_name", "main"),
    )
}

fn smoke(name: &str) -> Action {
    Action::new(name, "Lambda")
        .input("app")
        .set("function_name", "smoke-test")
}
