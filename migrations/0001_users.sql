-- The site's members, as the refresh reads them. A member is listed only after choosing
-- 'public': a row that says nothing about visibility stays private.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL UNIQUE CHECK (username <> ''),
  -- Account names as the member typed them; NULL: no account there.
  lastfm_username TEXT,
  listenbrainz_username TEXT,
  librefm_username TEXT,
  profile_visibility TEXT NOT NULL DEFAULT 'private'
    CHECK (profile_visibility IN ('private', 'public'))
);

-- The roster asks every five minutes for the public members only. On a site where most members
-- are private this keeps D1's count of rows read (which is what is billed) at the public ones.
CREATE INDEX users_public ON users (id) WHERE profile_visibility = 'public';
