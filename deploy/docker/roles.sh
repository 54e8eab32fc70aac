#!/bin/sh
# Run by PostgreSQL's image once, on an empty volume: two roles and the database (docs/operations.md).
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set owner_password `cat /run/secrets/owner_password`
\set app_password `cat /run/secrets/app_password`
CREATE ROLE louzu_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE louzu_app LOGIN PASSWORD :'app_password';
CREATE DATABASE louzu OWNER louzu_owner;
SQL
