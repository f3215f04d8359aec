using System.Collections.Immutable;

namespace Selvedge.Fabric.Identity;

/// <summary>Who calls, as Kubernetes names callers.</summary>
/// <param name="User">For example <c>admin</c> or <c>system:node:fra-1</c>.</param>
/// <param name="Groups">For example <c>system:masters</c>.</param>
public sealed record Caller(string User, ImmutableArray<string> Groups);
