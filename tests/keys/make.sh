#!/bin/sh
# Makes the keys that tests sign with, which everybody knows. They are kept, for not every machine has openssl; run this
# in an empty folder if they ever have to change.
set -eu
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out signs.pem
openssl rsa -in signs.pem -traditional -out signs-pkcs1.pem
openssl rsa -in signs.pem -pubout -out public.pem
openssl rsa -in signs.pem -aes128 -passout pass:test -out locked.pem
openssl rsa -in signs.pem -traditional -aes128 -passout pass:test -out locked-pkcs1.pem
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out short.pem
openssl genpkey -algorithm ed25519 -out ed25519.pem
openssl ecparam -name prime256v1 -genkey -noout -out curve.pem
