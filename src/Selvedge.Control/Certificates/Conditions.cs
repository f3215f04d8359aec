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
        var text = isTrue ? "True" : "False";
        var old = status.Conditions.FirstOrDefault(condition => condition.Type == type);
        var condition = new Condition(
            type, text, reason, message, old is not null && old.Status == text ? old.LastTransitionTime : now);
        return status with
        {
            Conditions = old is null
                ? status.Conditions.Add(condition)
                : [.. status.Conditions.Select(other => other.Type == type ? condition : other)],
        };
    }

    /// <summary>Forgets the order and what nodes were to answer for it.</summary>
    public static CertificateStatus WithoutOrder(this CertificateStatus status) =>
        status with { OrderUrl = "", AccountUrl = "", Challenges = [] };
}
