//! Sources of one pipeline that differ in one thing, made at random from a fixed seed.

// Other tests include this file by its path.
#[path = "changed/built.rs"]
mod built;

/// An account by its position among the foreign ones; nothing is home.
type Place = Option<usize>;

const REGIONS: [&str; 3] = ["us-east-1", "us-west-2", "eu-west-1"];

/// What a pipeline has at a time.
#[derive(Clone)]
pub(crate) struct Shape {
    accounts: Vec<Foreign>,
    source: Place,
    stage: String,
    calls: Vec<Call>,
    project: Declared,
    /// The version of the action type, and the name that it is declared under.
    action_type: Option<(String, u32)>,
    role: Declared,
    path: Option<String>,
    bucket: Option<String>,
    store: String,
    key: bool,
    tags: usize,
    backward: bool,
    many: (Place, usize),
    own: Own,
    /// A resource beside the pipeline, and its type.
    beside: Option<(Declared, &'static str)>,
    /// How often builds are tried again, set by an override.
    retries: Option<usize>,
}

/// Names of the user's own, rules for all roles, and roles in place of ours.
#[derive(Clone, Default)]
struct Own {
    role: Option<String>,
    project: Option<String>,
    alias: Option<String>,
    prefix: Option<String>,
    /// All roles have this path, but for one with a name of its own: IAM takes a name once,
    /// whatever the path.
    path: Option<String>,
    managed_only: bool,
    /// The project has the declared role, where it is of the same account.
    project_role: bool,
    service_role: bool,
    /// What has one role, in all accounts and at home.
    one_per: [Option<&'static str>; 2],
}

const ONE_PER: [&str; 3] = ["ACTION", "STAGE", "ACCOUNT_AND_REGION"];

#[derive(Clone)]
struct Foreign {
    name: String,
    id: String,
    region: &'static str,
}

#[derive(Clone)]
struct Call {
    name: String,
    place: Place,
    region: &'static str,
    declared_role: bool,
}

#[derive(Clone)]
struct Declared {
    name: String,
    place: Place,
    region: &'static str,
}

/// Numbers that look random, and are the same in every run.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// A number below a bound: xorshift64*.
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap() % bound
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// A name that nothing else has.
    fn name(&mut self, start: &str) -> String {
        format!("{start}{}", self.below(1_000_000))
    }
}

impl Shape {
    /// A pipeline with one of everything.
    pub(crate) fn first() -> Shape {
        let declared = |name: &str, place| Declared {
            name: name.to_owned(),
            place,
            region: "us-east-1",
        };
        let mut shape = Shape {
            accounts: Vec::new(),
            source: Some(0),
            stage: "Verify".to_owned(),
            calls: Vec::new(),
            project: declared("package", Some(0)),
            action_type: Some(("scanner".to_owned(), 1)),
            role: declared("caller", Some(1)),
            path: None,
            bucket: None,
            store: "main".to_owned(),
            key: false,
            tags: 0,
            backward: false,
            many: (None, 0),
            own: Own::default(),
            beside: None,
            retries: None,
        };
        for (index, region) in REGIONS.into_iter().enumerate() {
            shape.accounts.push(Foreign {
                name: format!("account{index}"),
                id: format!("22222222222{index}"),
                region: REGIONS[0],
            });
            shape.calls.push(Call {
                name: format!("Call{index}"),
                place: Some(index),
                region,
                declared_role: index == 1,
            });
        }
        shape
    }

    /// Changes one thing, and says which.
    pub(crate) fn change(&mut self, random: &mut Random) -> String {
        let place = self.place(random);
        let region = *random.of(&REGIONS);
        match random.below(38) {
            0 => {
                let account = random.below(self.accounts.len());
                self.accounts[account].name = random.name("account");
                format!("account {account} is renamed")
            }
            1 => {
                let account = random.below(self.accounts.len());
                self.accounts[account].region = region;
                format!("account {account} is in {region}")
            }
            2 => {
                let name = random.name("account");
                let id = format!("{:012}", 300_000_000_000 + random.below(1_000_000));
                self.accounts.push(Foreign { name, id, region });
                self.calls.push(Call {
                    name: random.name("Call"),
                    place: Some(self.accounts.len() - 1),
                    region,
                    declared_role: false,
                });
                "an account is added".to_owned()
            }
            3 if self.accounts.len() > 3 => {
                let last = self.accounts.len() - 1;
                self.accounts.pop();
                let here = |place: Place| place != Some(last);
                self.calls.retain(|call| here(call.place));
                for place in [
                    &mut self.source,
                    &mut self.project.place,
                    &mut self.role.place,
                    &mut self.many.0,
                ] {
                    *place = place.filter(|account| *account != last);
                }
                if let Some((found, _)) = &mut self.beside {
                    found.place = found.place.filter(|account| *account != last);
                }
                "an account is removed".to_owned()
            }
            4 => {
                self.source = place;
                format!("the source is in {place:?}")
            }
            5 => {
                self.stage = random.name("Verify");
                "a stage is renamed".to_owned()
            }
            6 | 7 => {
                let name = random.name("Call");
                self.calls.push(Call {
                    name,
                    place,
                    region,
                    declared_role: false,
                });
                format!("an action is added in {place:?} and {region}")
            }
            8 | 9 if self.calls.len() > 1 => {
                let call = random.below(self.calls.len());
                let gone = self.calls.remove(call);
                format!("action {} is removed", gone.name)
            }
            10 if !self.calls.is_empty() => {
                let call = random.below(self.calls.len());
                self.calls[call].name = random.name("Call");
                format!("action {call} is renamed")
            }
            11 if !self.calls.is_empty() => {
                let call = random.below(self.calls.len());
                self.calls[call].place = place;
                format!("action {call} is in {place:?}")
            }
            12 if !self.calls.is_empty() => {
                let call = random.below(self.calls.len());
                self.calls[call].declared_role ^= true;
                format!("action {call} has another role")
            }
            13 => {
                self.project.place = place;
                format!("the project is in {place:?}")
            }
            14 => {
                self.project.region = region;
                format!("the project is in {region}")
            }
            15 => {
                self.project.name = random.name("package");
                "the project is renamed".to_owned()
            }
            16 => {
                self.role.name = random.name("caller");
                "the role is renamed".to_owned()
            }
            17 => {
                let paths = [None, Some("/one/"), Some("/other/")];
                self.path = random.of(&paths).map(str::to_owned);
                format!("the role's path is {:?}", self.path)
            }
            18 => self.change_action_type(random),
            19 => self.change_store(random),
            20 => {
                self.backward ^= true;
                self.tags = random.below(3);
                "the order and the tags change".to_owned()
            }
            22..30 => self.change_own(random),
            34..38 => self.change_one_per(random),
            30..33 => {
                let name = match &self.beside {
                    Some((found, _)) if random.below(2) == 0 => found.name.clone(),
                    _ => random.name("beside"),
                };
                let kinds = ["AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::S3::Bucket"];
                let kind = *random.of(&kinds);
                let found = Declared {
                    name,
                    place,
                    region,
                };
                self.beside = Some((found, kind)).filter(|_| random.below(4) > 0);
                let told = self
                    .beside
                    .as_ref()
                    .map(|(found, kind)| (&found.name, kind));
                format!("beside the pipeline is {told:?} in {place:?} and {region}")
            }
            33 => {
                self.retries = Some(random.below(4)).filter(|number| *number > 0);
                format!("an override sets {:?}", self.retries)
            }
            _ => {
                let counts = [0, 0, 190, 199, 200, 201, 215];
                self.many = (self.many.0, *random.of(&counts));
                format!("there are {} actions more", self.many.1)
            }
        }
    }

    fn change_own(&mut self, random: &mut Random) -> String {
        let own = &mut self.own;
        let some = |random: &mut Random, name: &str| match random.below(3) {
            0 => None,
            _ => Some(random.name(name)),
        };
        match random.below(8) {
            0 => own.role = some(random, "role"),
            1 => own.project = some(random, "project"),
            2 => own.alias = some(random, "alias/"),
            3 => own.prefix = some(random, "acme"),
            4 => own.path = some(random, "/acme").map(|path| format!("{path}/")),
            5 => own.managed_only ^= true,
            6 => own.project_role ^= true,
            _ => own.service_role ^= true,
        }
        format!(
            "names: {:?}, {:?}, {:?}; roles: {:?}, {:?}, {}, {}, {}",
            own.role,
            own.project,
            own.alias,
            own.prefix,
            own.path,
            own.managed_only,
            own.project_role,
            own.service_role
        )
    }

    fn change_one_per(&mut self, random: &mut Random) -> String {
        let whose = random.below(2);
        let word = random.of(&ONE_PER);
        self.own.one_per[whose] = match random.below(4) {
            0 => None,
            _ => Some(word),
        };
        format!("one role per {:?}", self.own.one_per)
    }

    fn change_action_type(&mut self, random: &mut Random) -> String {
        let (name, version) = self
            .action_type
            .clone()
            .unwrap_or(("scanner".to_owned(), 1));
        self.action_type = match random.below(3) {
            0 => Some((random.name("scanner"), version)),
            1 => Some((name, version + 1)),
            _ => self.action_type.is_none().then_some((name, version)),
        };
        format!("the action type is {:?}", self.action_type)
    }

    fn change_store(&mut self, random: &mut Random) -> String {
        match random.below(3) {
            0 => self.store = random.name("store"),
            1 => self.bucket = self.bucket.is_none().then(|| random.name("bucket")),
            _ => self.key ^= true,
        }
        format!("the store is {} with {:?}", self.store, self.bucket)
    }

    fn place(&self, random: &mut Random) -> Place {
        random.below(self.accounts.len() + 1).checked_sub(1)
    }
}
