-- Times are milliseconds since 1970. Every table but deliveries begins its key with the installation: one tenant's rows never answer another.

-- What GitHub delivered. The id is the same for a redelivery, so that it is taken once.
CREATE TABLE deliveries (
    id           text    NOT NULL PRIMARY KEY,
    installation bigint  NOT NULL, -- 0 where the payload names none
    event        text    NOT NULL,
    action       text    NOT NULL,
    why          text    NOT NULL, -- why these jobs, or why none
    sha256       text    NOT NULL, -- of the body
    size         bigint  NOT NULL,
    body         blob,             -- NULL after some days
    received     bigint  NOT NULL
);
CREATE INDEX deliveries_received ON deliveries (received);
CREATE INDEX deliveries_installation ON deliveries (installation, received);

-- What became of each job of a delivery.
CREATE TABLE jobs (
    installation bigint NOT NULL,
    delivery     text   NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    lane         text   NOT NULL,
    kind         text   NOT NULL,
    state        text   NOT NULL, -- queued, running, waiting, superseded, done, failed
    reason       text   NOT NULL,
    changed      bigint NOT NULL,
    PRIMARY KEY (delivery, lane, kind)
);
CREATE INDEX jobs_lane ON jobs (installation, lane, changed);

-- One lane a pull request (number 0: a merge group). A review whose fence is lower than the lane's is superseded.
CREATE TABLE lanes (
    installation bigint NOT NULL,
    lane         text   NOT NULL,
    owner        text   NOT NULL,
    repo         text   NOT NULL,
    number       bigint NOT NULL,
    head         text   NOT NULL, -- as events told it last
    base         text   NOT NULL,
    base_ref     text   NOT NULL,
    fence        bigint NOT NULL,
    summary      bigint NOT NULL DEFAULT 0, -- id of the summary comment
    touched      bigint NOT NULL,
    PRIMARY KEY (installation, lane)
);
CREATE INDEX lanes_head ON lanes (installation, owner, repo, head);
CREATE INDEX lanes_touched ON lanes (touched);

-- Who works, and which lane is held by whom.
CREATE TABLE workers (
    id   text   NOT NULL PRIMARY KEY,
    beat bigint NOT NULL
);
CREATE TABLE holds (
    installation bigint NOT NULL,
    lane         text   NOT NULL,
    worker       text   NOT NULL,
    job          bigint NOT NULL,
    PRIMARY KEY (installation, lane)
);

-- Outward acts, so that each is done once: begun before GitHub is asked, done with what GitHub made of it.
CREATE TABLE acts (
    installation bigint NOT NULL,
    lane         text   NOT NULL,
    name         text   NOT NULL,
    state        text   NOT NULL, -- begun, done
    result       bigint NOT NULL DEFAULT 0,
    changed      bigint NOT NULL,
    PRIMARY KEY (installation, lane, name)
);

CREATE INDEX acts_name ON acts (installation, name, changed);

-- Check runs of ours. One that is open and whose head is gone is to be closed.
CREATE TABLE checks (
    installation bigint NOT NULL,
    lane         text   NOT NULL,
    id           bigint NOT NULL,
    head         text   NOT NULL,
    open         bigint NOT NULL,
    PRIMARY KEY (installation, lane, id)
);

-- Review comments of ours.
CREATE TABLE comments (
    installation bigint NOT NULL,
    lane         text   NOT NULL,
    id           bigint NOT NULL,
    fingerprint  text   NOT NULL,
    head         text   NOT NULL,
    resolved     bigint NOT NULL,
    PRIMARY KEY (installation, lane, id)
);

-- Blobs that stopped the reader.
CREATE TABLE quarantine (
    installation bigint NOT NULL,
    blob         text   NOT NULL,
    reason       text   NOT NULL,
    until        bigint NOT NULL,
    PRIMARY KEY (installation, blob)
);

-- Bytes worth keeping, by a name that says all that they depend on.
CREATE TABLE cache (
    installation bigint NOT NULL,
    version      text   NOT NULL,
    name         text   NOT NULL,
    bytes        blob   NOT NULL,
    size         bigint NOT NULL,
    used         bigint NOT NULL,
    PRIMARY KEY (installation, version, name)
);
CREATE INDEX cache_used ON cache (installation, used);

-- Who has installed the App, as events told it.
CREATE TABLE installations (
    id      bigint NOT NULL PRIMARY KEY,
    state   text   NOT NULL, -- active, gone
    changed bigint NOT NULL
);
