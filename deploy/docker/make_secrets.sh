#!/bin/sh
# Make the secrets of deploy/compose.yaml once. The folder is closed to others; the files in it can be read
# by the users of the containers. Back them up: without secret_key, slips and second factors are void.
set -eu
folder=$(dirname "$(dirname "$(readlink -f "$0")")")/secrets
umask 077
mkdir "$folder"
word() { head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
for name in secret_key postgres_password owner_password app_password; do
    word > "$folder/$name"
done
printf 'postgres://louzu_app:%s@database/louzu' "$(cat "$folder/app_password")" > "$folder/database_url"
printf 'postgres://louzu_owner:%s@database/louzu' "$(cat "$folder/owner_password")" > "$folder/database_owner_url"
chmod 0444 "$folder"/*
echo "$folder is made. Keep a copy in a safe place."
