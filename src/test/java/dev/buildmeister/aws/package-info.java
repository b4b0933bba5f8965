/// The adapters for AWS against servers that speak its protocols.
@org.jspecify.annotations.NullMarked
package dev.buildmeister.aws;
