/// The adapters of the ports for AWS: S3, DynamoDB and its streams, SQS, Secrets Manager, Systems
/// Manager's parameters; and a check-up of all of it for people.
///
/// In and out: as the ports say. They translate and decide nothing: keys, conditions and rows come
/// from store. May use: the packages with ports, job, rules, verdict, and the AWS SDK.
@NullMarked
package dev.buildmeister.aws;

import org.jspecify.annotations.NullMarked;
