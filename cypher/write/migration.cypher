// does: Records an applied migration.
MERGE (m:__Migration {version: $version})
SET m.name = $name, m.checksum = $checksum, m.applied = timestamp()
