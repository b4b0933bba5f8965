/// The functions, over the stores of this machine and on servers that speak AWS.
@org.jspecify.annotations.NullMarked
package dev.buildmeister.lambda;
