package dev.buildmeister.rules;

import dev.buildmeister.scan.LinePattern;

/// A fact worth keeping from any log, a passing one too.
///
/// @param name what kind of fact: `dependency`
/// @param pattern its groups are the fact's parts: name, version
public record Extract(String name, LinePattern pattern) {}
