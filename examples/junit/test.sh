#!/bin/sh
# Compiles and runs the tests with the JUnit 5 that Debian's package junit5 brings.
set -eu
cd "$(dirname "$0")"
jars=$(ls /usr/share/java/junit-jupiter*.jar /usr/share/java/junit-platform-*.jar /usr/share/java/opentest4j*.jar \
  /usr/share/java/apiguardian-api.jar /usr/share/java/picocli.jar /usr/share/java/univocity-parsers.jar | tr '\n' ':')
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
javac -d "$out" -cp "$jars" ShopTest.java
java -cp "$out:$jars" org.junit.platform.console.ConsoleLauncher --scan-classpath "$out" --disable-banner --fail-if-no-tests
