// Package kotlin lowers Kotlin's syntax into a program. What its names mean, those of its own library and of the AWS SDKs, is in the room
// jvm, which Java shares.
package kotlin
