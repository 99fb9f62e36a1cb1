BEGIN TRANSACTION;
CREATE TABLE approval (
  id integer primary key,
  mailing text not null,
  by text not null,
  at text not null,
  edition_sha256 text not null,
  preview_sha256 text not null
);
INSERT INTO "approval" VALUES(1,'2025-03-14','editor','2025-03-14T07:00:00Z','abababababababababababababababababababababababababababababababab','cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd');
CREATE TABLE fact (name text primary key, value not null) without rowid;
INSERT INTO "fact" VALUES('secret',X'0000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE letter (
  id integer primary key,
  mailing text not null references mailing (id),
  reader text not null,         -- key
  address text not null,        -- empty: erased
  message_id text,              -- null: excluded before a letter was written
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'excluded')),
  reply text not null,          -- what the server said, or why the reader is excluded
  moment text not null,         -- of the last change
  attempts integer not null,    -- claims so far
  claimed_at text not null,     -- the moment of the last of them; empty: none
  retry_at text not null,       -- not before this moment; empty: at once
  size integer not null,        -- bytes of the message
  sha256 text not null,         -- of the message
  unique (mailing, reader),
  check (state = 'excluded' or message_id is not null)
);
INSERT INTO "letter" VALUES(1,'2025-03-14','key1','reader1@news.example','<2025-03-14.1@news.example>','sent','250 2.0.0 queued as 4ZDk','2025-03-14T07:00:00Z',1,'2025-03-14T07:00:00Z','',37,'eb573c4f874831cb802dc5c00ad08dbe495c08a58ce20e7dce9998a015466bcf');
INSERT INTO "letter" VALUES(2,'2025-03-14','key2','reader2@news.example','<2025-03-14.2@news.example>','sending','','2025-03-14T07:00:00Z',1,'2025-03-14T07:00:00Z','',37,'387322e967eab2a22fbbf0e260e2fe7578077eae94b2f39726dac9afd09ccca0');
INSERT INTO "letter" VALUES(3,'2025-03-14','key3','reader3@news.example','<2025-03-14.3@news.example>','queued','','2025-03-14T06:59:00Z',0,'','',37,'40f0156cc6920f34b75886adaa617da532acf457a71c651b3ddd35ee4b5e260b');
CREATE TABLE mailing (
  id text primary key,
  day text not null,
  weekly integer not null,
  edition_sha256 text not null,
  articles text not null,       -- ids, as JSON
  frozen_at text not null
) without rowid;
INSERT INTO "mailing" VALUES('2025-03-14','2025-03-14',0,'abababababababababababababababababababababababababababababababab','["a1", "a2"]','2025-03-14T06:59:00Z');
CREATE TABLE message (letter integer primary key references letter (id), data blob not null);
INSERT INTO "message" VALUES(2,X'789C0B2E4DCA4A4D2EB15230323032D53530D63534E1E5E2E50AC957284A4D4C492D5230D2E3E50200BC9E0931');
INSERT INTO "message" VALUES(3,X'789C0B2E4DCA4A4D2EB15230323032D53530D63534E1E5E2E50AC957284A4D4C492D5230D6E3E50200BCA20932');
CREATE TABLE request (
  reader text primary key,
  address text not null, name text not null, language text not null,
  events text not null, actors text not null,  -- ids, as JSON
  frequency text not null,
  asked_at text not null
) without rowid;
INSERT INTO "request" VALUES('96dcd6223fb252192aa29d95d94eb63d8b0d806687cf11542065a5b112819cf9','reader8@news.example','','de','[]','["jane-doe"]','weekly','2025-03-14T07:00:00Z');
CREATE TABLE subscriber (
  reader text primary key,
  address text not null, name text not null, language text not null,
  events text not null, actors text not null,
  frequency text not null,
  asked_at text not null,
  confirmed_at text not null,
  wording text not null         -- what they agreed to, as they read it
) without rowid;
INSERT INTO "subscriber" VALUES('68556c52daa99168afcd878280b5f7a69341e9043788018654647fdbb8a47cb3','reader7@news.example','Reader','en','["strikes"]','[]','daily','2025-03-14T07:00:00Z','2025-03-14T07:00:00Z','Yes, send me the briefing.');
CREATE TABLE suppression (
  reader text primary key,
  reason text not null,
  at text not null,
  address text not null         -- empty: not known, or erased
) without rowid;
INSERT INTO "suppression" VALUES('key9','unsubscribed','2025-03-14T07:00:00Z','');
CREATE UNIQUE INDEX letter_message on letter (message_id) where message_id is not null;
CREATE INDEX letter_state on letter (mailing, state, retry_at);
CREATE INDEX letter_reader on letter (reader);
CREATE INDEX approval_mailing on approval (mailing);
COMMIT;
