#!/bin/sh
# Makes the certificates of the mail servers in tests, for this machine's own addresses and of no use elsewhere. They
# are kept, for not every machine has openssl; run this in an empty folder if they ever have to change (until 2119).
set -eu
authority="basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash"
server="basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid"

ask() { # NAME: a key and a request
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"
}
sign() { # NAME EXTENSIONS LAST_DAY OPTIONS...
  name=$1 && echo "$2" > extensions && last=$3 && shift 3
  openssl ca -batch -config ca.cnf -startdate 20200101000000Z -enddate "$last" -extfile extensions -notext \
    -in "$name.csr" -out "$name.crt" "$@"
}

: > index && echo 01 > serial
cat > ca.cnf <<'END'
[ca]
default_ca = d
[d]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = p
[p]
commonName = supplied
END

ask authority
sign authority "$authority" 21191231000000Z -selfsign -keyfile authority.key
for name in localhost expired elsewhere; do
  last=21191231000000Z names="DNS:localhost,IP:127.0.0.1"
  [ $name = expired ] && last=20200102000000Z
  [ $name = elsewhere ] && names="DNS:mail.elsewhere.example"
  ask $name
  sign $name "$server
subjectAltName=$names" "$last" -cert authority.crt -keyfile authority.key
  cat $name.crt $name.key > $name.pem
done
mv authority.crt authority.pem
rm -f ./*.key ./*.csr ./*.crt 0?.pem ca.cnf extensions index* serial*
