-- The two roles of the service and its database, made where they are missing; run by the server's superuser.
-- The owner changes tables. The web serves, and after each migration is told what it may do (lis/engine/rights.py).
\getenv owner_password OWNER_PASSWORD
\getenv web_password WEB_PASSWORD
select 'create role concordat_owner login' where not exists (select from pg_roles where rolname = 'concordat_owner') \gexec
select 'create role concordat_web login' where not exists (select from pg_roles where rolname = 'concordat_web') \gexec
alter role concordat_owner nocreaterole createdb password :'owner_password';
alter role concordat_web nocreaterole nocreatedb password :'web_password';
grant concordat_web to concordat_owner;
select 'create database concordat owner concordat_owner'
    where not exists (select from pg_database where datname = 'concordat') \gexec
