namespace Selvedge.Fabric.Identity;

/// <summary>A key, certificate or sealed document cannot be used. The message names the fix, never a secret.</summary>
public sealed class IdentityException(string message, Exception? inner = null) : Exception(message, inner);
