namespace Selvedge.Configuration;

/// <summary>A person has to change something: the message is all they see, and says what.</summary>
internal sealed class UsageException(string message) : Exception(message);
