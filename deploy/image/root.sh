#!/bin/sh
# Makes the root file system of the container image, of which Maven's profile "image" makes the image:
# a Java runtime with the modules that Busway uses, the few libraries of this machine that the runtime is linked with,
# the jar, and the class-data archive made by that very runtime. Nothing else: no shell, no package manager.
#
# Beside it goes <folder to make>-base.tar, an image without files that names the health check: Jib has no setting for one,
# and keeps that of the image it builds on.
#
# usage: root.sh <home of a JDK> <busway.jar> <folder to make> <architecture in the words of container images>
set -eu
java_home=$1
jar=$2
root=$3
architecture=$4

modules=java.base,java.compiler,java.desktop,java.management,java.naming,java.net.http,java.rmi,java.security.jgss,java.sql
modules=$modules,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs

rm -rf "$root"
mkdir -p "$root/app" "$root/opt" "$root/tmp" "$root/dev" "$root/proc"
"$java_home/bin/jlink" --add-modules "$modules" \
    --strip-java-debug-attributes --no-header-files --no-man-pages --output "$root/opt/java"
# Distributions keep these elsewhere and leave a link.
for file in lib/security/cacerts lib/security/blocked.certs lib/security/default.policy lib/security/public_suffix_list.dat; do
    if [ -e "$java_home/$file" ]; then
        rm -f "$root/opt/java/$file"
        cp -L "$java_home/$file" "$root/opt/java/$file"
    fi
done

# What draws on screens is not used and would bring a window system along.
lib=$root/opt/java/lib
rm -f "$lib"/libawt_xawt.so "$lib"/libsplashscreen.so "$lib"/libjsound.so "$lib"/libfontmanager.so "$lib"/liblcms.so
rm -f "$lib"/libmlib_image.so "$lib"/libjavajpeg.so
for library in $(find "$root/opt/java/bin/java" "$lib" -type f \( -name '*.so' -o -name java -o -name jspawnhelper \) -exec ldd {} \; \
        | grep -o ' /[^ ]*\|^[[:space:]]*/[^ ]*' | tr -d ' \t' | grep -v "^$root" | sort -u); do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done

cp "$jar" "$root/app/busway.jar"
# The time that every file has in the image: an archive is good for a jar of one time and size.
touch -d @1 "$root/app/busway.jar"
without_archive() { printf '%s\n' -XX:+UseSerialGC -Xms32m -XX:CompileThresholdScaling=3 -XX:+ExitOnOutOfMemoryError > "$root/app/busway.start"; }
without_archive
# Made under the paths of the image, which it remembers, without being root.
if unshare --map-root-user --mount sh -c "
        mount --rbind /dev '$root/dev' && mount --rbind /proc '$root/proc' &&
        LANG=C.UTF-8 HOME=/tmp exec chroot '$root' /opt/java/bin/java -jar /app/busway.jar archive"; then
    rm -rf "$root"/tmp/*
else
    rm -f "$root"/app/busway.jsa "$root"/app/busway.aot
    without_archive
    echo "No class-data archive in the image, which starts slower: its making failed, as it does where user namespaces" \
        "are not allowed. The reason is above, or in $root/app/busway-archive.log." >&2
fi

base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT
cat > "$base/config.json" <<JSON
{"architecture": "$architecture", "os": "linux", "rootfs": {"type": "layers", "diff_ids": []},
 "config": {"Healthcheck": {"Interval": 30000000000, "Timeout": 5000000000, "StartPeriod": 30000000000, "Retries": 3,
  "Test": ["CMD", "/opt/java/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "/app/busway.jar",
   "dev.busway.health.LivenessProbe"]}}}
JSON
echo '[{"Config": "config.json", "RepoTags": null, "Layers": []}]' > "$base/manifest.json"
tar --create --file "$root-base.tar" --directory "$base" --owner=0 --group=0 --mtime=@1 config.json manifest.json
