namespace Selvedge.Core.Network.Addresses;

/// <summary>Something that an audit found.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Subject">What it is about: <c>prefix/anycast-1</c>, <c>location/fra</c>.</param>
/// <param name="Code">One CamelCase word, the same for the same finding.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="Fix">The way out, in one sentence.</param>
public sealed record AuditFinding(
    AuditSeverity Severity, string Subject, string Code, string Message, string Fix);
