#!/bin/sh
# Run by Patroni once, on the first primary, with the address of the new cluster as its argument.
exec psql -X -q -v ON_ERROR_STOP=1 "$$1" <<'SQL'
\getenv owner_password LOUZU_OWNER_PASSWORD
\getenv app_password LOUZU_APP_PASSWORD
CREATE ROLE louzu_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE louzu_app LOGIN PASSWORD :'app_password';
-- PgBouncer takes no settings from the portal, so its role has them.
ALTER ROLE louzu_app SET lock_timeout = '5s';
ALTER ROLE louzu_app SET statement_timeout = '15s';
ALTER ROLE louzu_app SET idle_in_transaction_session_timeout = '60s';
CREATE DATABASE louzu OWNER louzu_owner;
\connect louzu
-- A COMMIT that is cancelled while it waits for a standby counts as done, and a failover may lose
-- it: nobody but a superuser cancels. Ending a session (pg_terminate_backend) is safe.
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_cancel_backend(integer) FROM PUBLIC;
CREATE EXTENSION btree_gist;
SQL
