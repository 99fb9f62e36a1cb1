"""Which tables has the archive? What a column holds stands beside it; how an article is put is said below them."""

TABLES = """
create table meta (name text primary key, value blob);  -- with rowids, as `edition` and `dossier`: values are long
create table article (  -- what queries ask for; a row is some 400 bytes, so that a scan reads little
  n integer primary key,
  id text not null unique,
  size integer not null, mtime integer not null,  -- the file's stamp
  moment text not null,        -- when it came: added, else date; empty: unknown
  repeats text not null,       -- the article that its editor says it repeats; empty: none
  told text not null,          -- the day it tells of: its date, else the day it came; empty: unknown
  ahead text not null,         -- the build day from which on it is shown
  amended text not null,       -- … and its correction; empty: none
  day text not null,           -- its edition; empty: none
  corrected text not null,     -- the edition that reports its correction; empty: none
  story text not null,         -- its story; empty: none
  live integer not null,       -- whether pages may show it: standing used, unassigned or link-only
  source text not null,        -- its outlet; empty: unnamed
  state text not null, duplicate_of text not null, origin text not null,  -- the rest of its standing, but for …
  pending integer not null,    -- whether it was read and not yet held against the others
  readable integer not null,   -- whether there is a record of it
  digest blob not null,        -- of everything that pages can show of it
  own blob not null,           -- … but for its story, which moves with every article that joins it
  seal blob not null,          -- of all that was found in it
  sha text not null,           -- of its bytes
  lang text not null, title text not null,
  reason text not null,        -- … why it stands where it stands
  notes blob not null          -- what is wrong with the file
);
create table reading (n integer primary key, article blob not null, analysis blob not null);  -- packed
create table brief (n integer primary key, value blob not null);
create index article_day on article (day);
create index article_corrected on article (corrected) where corrected != '';
create index article_story on article (story);
create index article_repeats on article (repeats) where repeats != '';
create index article_told on article (told);
create index article_ahead on article (ahead);
create index article_amended on article (amended) where amended != '';
create index article_pending on article (id) where pending;
create index article_state on article (state);
create index article_notes on article (id) where notes != x'5b5d';  -- []
create table presence (
  actor text not null, article integer not null,
  name text not null, kind text not null, quotes integer not null,
  primary key (actor, article)
) without rowid;
create index presence_article on presence (article);
create table called (                -- presences added up, since some are in half of all articles
  actor text not null, name text not null, kind text not null, articles integer not null, quotes integer not null,
  primary key (actor, name, kind)
) without rowid;
create table touch (                 -- which things an article touches, with what lists of them ask of it
  thing text not null, day text not null, article integer not null, live integer not null, digest blob not null,
  primary key (thing, day, article)
) without rowid;
create index touch_article on touch (article);
create table thing (id text primary key, digest blob not null) without rowid;
create table due (owner text primary key) without rowid; -- things and articles whose pages the next build must look at
create table tie (n integer primary key, others blob not null); -- who may tell of the same as an article; see `ties`
create table edge (kind text not null, a text not null, b text not null, score real not null,
  primary key (a, kind, b)) without rowid;
create index edge_b on edge (b);
create table story (id text primary key, value blob not null) without rowid;
create table fact (id text primary key, value text not null) without rowid;
create table edition (day text primary key, inputs blob not null, lead text not null, counts text not null,
  value blob not null, entry blob not null default x'',
  keys blob not null);  -- what all pages were made from, and of each item what it was; see `day_desk`
create table dossier (  -- what was composed of actors and events: the whole, the newest months; see `catalogue.kept`
  thing text not null, part text not null, key blob not null, value blob not null, primary key (thing, part)
);  -- with rowids: values of 4 KB take half as much again without, and 70 KB are read to compare keys
create table line (  -- what lists say of a thing, with what they are ordered and divided by, see `directory`
  thing text primary key, kind text not null, name text not null, last text not null, origins integer not null,
  articles integer not null, quotes integer not null, value blob not null
) without rowid;
create index line_last on line (kind, last, thing);
create index line_weight on line (kind, articles, quotes, thing);
create index line_name on line (kind, name, thing);
create table page (
  path text primary key, owner text not null, inputs blob not null, view blob not null,
  size integer not null, mtime integer not null
) without rowid;
create index page_owner on page (owner);
"""

_READ = "size, mtime, sha, notes, moment, repeats, told, ahead, amended, source, lang, title, readable, seal"
STANDING = "state, reason, day, duplicate_of, origin, story, corrected"  # in the order of Standing's fields
PUT = (
    f"insert into article (id, {_READ}, {STANDING}, live, pending, digest, own)"  # noqa: S608 - names of columns
    f" values (?{', ?' * 21}, 0, 1, x'', x'') on conflict (id) do update set live = 0, pending = 1, "
    f"{', '.join(f'{name} = excluded.{name}' for name in f'{_READ}, {STANDING}'.split(', '))} returning n"
)
