-- The roster's query also looks for one member who is not public, to tell a site whose members
-- have all gone private from a table that was lost. Where nobody is private it read the whole
-- table once more for that, and rows read are what D1 counts.
CREATE INDEX users_others ON users (id) WHERE profile_visibility <> 'public';
