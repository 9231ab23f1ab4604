//! A pipeline that changes: each change as one may make it, and the stacks that it may
//! touch.

use pipewright::{Account, Action, Assembly, Builder, Pipeline, Stage, Store};

/// A change, after those before it.
pub(crate) struct Change {
    pub(crate) what: &'static str,
    /// The stacks that deploy, without the pipeline's name and the hash.
    pub(crate) deploys: &'static [&'static str],
    /// Something goes that the deployed pipeline uses.
    pub(crate) takes_away: bool,
    /// It is tried with a pipeline that cannot be deployed, too.
    pub(crate) fails_first: bool,
    /// `deploy.sh` alone deploys it: there are many stacks, or steps that the CDK takes too.
    pub(crate) by_script: bool,
    pub(crate) assembly: Assembly,
}

/// What the pipeline has at a time.
#[derive(Clone)]
struct Shop {
    foreign: bool,
    second_action: bool,
    second_region: bool,
    second_account: bool,
    /// The number of actions beside those.
    more: usize,
    stage: &'static str,
    first: &'static str,
    test: &'static str,
    region_of_prod: &'static str,
    store: Option<Store>,
}

/// The changes, in order.
#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn deploys(&mut self, what: &'static str, deploys: &'static [&'static str], shop: &Shop) {
        self.0.push(Change {
            what,
            deploys,
            takes_away: false,
            fails_first: false,
            by_script: false,
            assembly: shop.assembly(),
        });
    }

    fn takes_away(&mut self, what: &'static str, shop: &Shop) -> &mut Change {
        self.0.push(Change {
            what,
            deploys: &[],
            takes_away: true,
            fails_first: false,
            by_script: false,
            assembly: shop.assembly(),
        });
        let last = self.0.len() - 1;
        &mut self.0[last]
    }
}

pub(crate) fn changes() -> Vec<Change> {
    let mut shop = Shop {
        foreign: false,
        second_action: false,
        second_region: false,
        second_account: false,
        more: 0,
        stage: "Verify",
        first: "First",
        test: "test",
        region_of_prod: "us-west-2",
        store: None,
    };
    let mut changes = Changes::default();
    changes.deploys("making it", &["artifacts-us-east-1", "pipeline"], &shop);

    shop.foreign = true;
    let all = &[
        "artifacts-us-east-1",
        "artifacts-us-west-2",
        "pipeline",
        "roles-222222222222-us-west-2",
    ];
    changes.deploys("adding the first foreign account", all, &shop);

    shop.second_action = true;
    let account = &["pipeline", "roles-222222222222-us-west-2"];
    changes.deploys("adding an action where there is one", account, &shop);

    shop.second_region = true;
    let region = &[
        "artifacts-eu-west-1",
        "pipeline",
        "roles-222222222222-us-west-2",
    ];
    changes.deploys("adding a region", region, &shop);

    shop.second_account = true;
    let account = &[
        "artifacts-us-west-2",
        "pipeline",
        "roles-444444444444-us-west-2",
    ];
    changes.deploys("adding an account", account, &shop);

    shop.test = "integration";
    changes.deploys("renaming an account in the source", &[], &shop);

    shop.second_action = false;
    let removed = changes.takes_away("removing an action", &shop);
    removed.fails_first = true;

    shop.first = "Smoke";
    changes.takes_away("renaming an action", &shop);

    shop.stage = "Check";
    changes.takes_away("renaming a stage", &shop);

    let store = || Store::managed("main").region("us-east-1");
    shop.store = Some(store());
    // Its metadata tells where it is declared, and nothing else differs.
    let store_alone = &["artifacts-us-east-1"];
    changes.deploys("naming a store that is there", store_alone, &shop);

    shop.store = Some(store().set("bucket_name", "shop-artifacts-of-our-own"));
    changes
        .takes_away("naming a store's bucket", &shop)
        .by_script = true;

    shop.region_of_prod = "eu-west-1";
    let elsewhere = "having an account's roles in another region";
    changes.takes_away(elsewhere, &shop).by_script = true;

    shop.second_region = false;
    changes.takes_away("removing a region", &shop);

    shop.second_account = false;
    changes.takes_away("removing an account", &shop);

    shop.more = 200;
    let more = "having more roles in an account than one stack takes";
    changes.takes_away(more, &shop).by_script = true;

    shop.more = 198;
    changes.takes_away("having fewer again", &shop).by_script = true;

    shop.foreign = false;
    shop.more = 0;
    changes.takes_away("removing every foreign account", &shop);
    changes.0
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
            return builder.stage(Stage::new(self.stage).action(smoke(self.first)));
        }
        builder = builder
            .account(Account::new(self.test, "222222222222").region("us-west-2"))
            .stage(self.verify());
        if self.second_account {
            builder = builder
                .account(Account::new("prod", "444444444444").region(self.region_of_prod))
                .stage(
                    Stage::new("Release").action(smoke("Prod").account("prod").region("us-west-2")),
                );
        }
        let numbers: Vec<usize> = (0..self.more).collect();
        for chunk in numbers.chunks(50) {
            let actions = chunk.iter();
            let actions = actions.map(|number| smoke(&format!("More{number}")).account(self.test));
            builder = builder.stage(Stage::new(format!("More{}", chunk[0])).parallel(actions));
        }
        builder
    }

    fn verify(&self) -> Stage {
        let mut stage = Stage::new(self.stage).action(smoke(self.first).account(self.test));
        if self.second_action {
            stage = stage.action(smoke("Second").account(self.test));
        }
        if self.second_region {
            stage = stage.action(smoke("Abroad").account(self.test).region("eu-west-1"));
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
