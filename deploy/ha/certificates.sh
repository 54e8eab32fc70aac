#!/bin/sh
# certificates.sh FOLDER NAME=ADDRESS …: make a certificate authority, if FOLDER has none, and a
# certificate of ten years for each node. ca.key does not belong on the nodes.
set -eu
umask 077
folder=$1
shift
mkdir -p "$folder"
cd "$folder"
curve="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650"
[ -e ca.key ] || openssl req -x509 $curve -subj "/CN=louzu cluster" -keyout ca.key -out ca.crt 2>/dev/null
for node in "$@"; do
    name=${node%%=*}
    openssl req -x509 $curve -CA ca.crt -CAkey ca.key -subj "/CN=$name" \
        -addext "subjectAltName=IP:${node#*=},DNS:$name" -addext "basicConstraints=critical,CA:FALSE" \
        -addext "extendedKeyUsage=serverAuth,clientAuth" -keyout "$name.key" -out "$name.crt"
done
chmod 644 ./*.crt
