using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>The conditions of a Certificate.</summary>
internal static class Conditions
{
    /// <summary>Whether users can be served with what is in the Secret.</summary>
    public const string Ready = "Ready";

    /// <summary>Whether an order is under way.</summary>
    public const string Issuing = "Issuing";

    /// <summary>Sets one condition; its transition time moves only where its status changes.</summary>
    public static CertificateStatus With(
        this CertificateStatus status, string type, bool isTrue, string reason, string message, DateTimeOffset now)
    {
        var condition = new Condition(type, isTrue ? "True" : "False", reason, message, now).Since(status.Conditions);
        return status with
        {
            Conditions = status.Conditions.Any(other => other.Type == type)
                ? [.. status.Conditions.Select(other => other.Type == type ? condition : other)]
                : status.Conditions.Add(condition),
        };
    }

    /// <summary>Forgets the order and what nodes were to answer for it.</summary>
    public static CertificateStatus WithoutOrder(this CertificateStatus status) =>
        status with { OrderUrl = "", AccountUrl = "", Challenges = [] };
}
