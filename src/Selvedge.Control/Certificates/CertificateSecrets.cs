using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Control.Certificates;

/// <summary>Keys and chains in the store.</summary>
internal sealed class CertificateSecrets(DocumentStore documents, TimeProvider time, Func<string> newId)
{
    /// <summary>Says by which issuer a Secret was filled; a Secret without it is an operator's own.</summary>
    public const string IssuedBy = "selvedge.dev/issued-by";

    /// <summary>The type of a Secret with <c>tls.crt</c> and <c>tls.key</c>.</summary>
    public const string TlsType = "kubernetes.io/tls";

    /// <summary>Where what belongs to the network itself is kept.</summary>
    public const string SystemNamespace = "selvedge-system";

    /// <summary>Where a certificate is kept.</summary>
    public static ResourceKey KeyOf(string namespaceName, string name) =>
        new(ResourceNames.Secrets, namespaceName, name);

    /// <summary>Where the key of the certificate to come is kept.</summary>
    public static ResourceKey NextKeyOf(Certificate certificate) =>
        KeyOf(certificate.Metadata.Namespace, $"{certificate.Spec.SecretName}-next");

    /// <summary>One value as text; empty where there is none or it is no UTF-8 in base64.</summary>
    public static string Text(Secret? secret, string name)
    {
        if (secret is null || !secret.Data.TryGetValue(name, out var base64))
        {
            return "";
        }

        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count)
            ? Encoding.UTF8.GetString(bytes.AsSpan(0, count))
            : "";
    }

    /// <summary>Whether the control plane filled the Secret.</summary>
    public static bool IsOurs(Secret secret) => secret.Metadata.Annotations.ContainsKey(IssuedBy);

    /// <summary>One Secret, or null.</summary>
    public Task<Secret?> GetAsync(ResourceKey key, CancellationToken cancellation) =>
        documents.GetAsync<Secret>(key, cancellation);

    /// <summary>Writes a Secret of ours, new or over an older one of ours.</summary>
    /// <param name="key">Which.</param>
    /// <param name="type">Of the Secret.</param>
    /// <param name="issuer">The issuer's name.</param>
    /// <param name="data">Every value of it, as text.</param>
    /// <param name="owner">The document that it goes with; null: none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where an operator's own Secret is there: it is left alone.</returns>
    public async Task<bool> WriteAsync(
        ResourceKey key,
        string type,
        string issuer,
        ImmutableSortedDictionary<string, string> data,
        Certificate? owner,
        CancellationToken cancellation)
    {
        while (true)
        {
            var stored = await documents.Store.GetAsync(key, cancellation);
            if (stored is not null && !IsOurs(CoreJson.Read<Secret>(stored.Document)))
            {
                return false;
            }

            var document = stored is null ? New(key) : JsonObject.Create(stored.Document)!;
            document["type"] = type;
            var values = new JsonObject();
            foreach (var (name, text) in data)
            {
                values[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
            }

            document["data"] = values;
            var metadata = document["metadata"]!.AsObject();
            metadata["annotations"] = new JsonObject { [IssuedBy] = issuer };
            if (owner is not null)
            {
                metadata["ownerReferences"] = OwnerReferences.To(
                    $"{ResourceNames.Group}/v1", "Certificate", owner.Metadata.Name, owner.Metadata.Uid);
            }

            var written = await documents.Store.PutAsync(
                key, DocumentJson.ToElement(document), stored?.Revision ?? 0, cancellation);
            if (written.Outcome == WriteOutcome.Written)
            {
                return true;
            }
        }
    }

    /// <summary>Removes a Secret that was made for a Certificate; an operator's own and accounts are left alone.
    /// </summary>
    public async Task DeleteAsync(ResourceKey key, CancellationToken cancellation)
    {
        var stored = await documents.Store.GetAsync(key, cancellation);
        if (stored is not null && IsOurs(CoreJson.Read<Secret>(stored.Document))
            && stored.Document.GetProperty("metadata").TryGetProperty("ownerReferences", out _))
        {
            await documents.Store.DeleteAsync(key, stored.Revision, cancellation);
        }
    }

    private JsonObject New(ResourceKey key) => DocumentJson.New("v1", "Secret", key, time, newId);
}
