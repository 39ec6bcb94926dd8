#!/bin/sh
# Run by the image, once, on an empty volume: a database, and a user who owns that and nothing else.
# Extensions are made here because only a superuser may make pg_textsearch.
set -eu
psql -q -v ON_ERROR_STOP=1 <<'SQL'
\getenv password POSTGRES_PASSWORD
CREATE ROLE nowall LOGIN PASSWORD :'password';
CREATE DATABASE nowall OWNER nowall ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
\connect nowall
CREATE EXTENSION pg_textsearch;
CREATE EXTENSION vector;
SQL
