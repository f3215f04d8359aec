using System.Text.Json.Nodes;
using Selvedge.Control.Documents;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>Keeps one Certificate document for each Site.</summary>
internal sealed class SiteCertificates(
    DocumentStore documents, CertificateSecrets secrets, TimeProvider time, Func<string> newId)
{
    /// <summary>Where the Certificate of a Site is.</summary>
    public static ResourceKey KeyOf(SiteId site) => new(ResourceNames.Certificates, site.Namespace, site.Name);

    /// <summary>The name of the Secret of a Site.</summary>
    public static string SecretNameOf(SiteId site) => $"{site.Name}-tls";

    /// <summary>Makes the Certificate, or brings its spec to what the Site says now. A changed spec begins without the
    /// old one's failures.</summary>
    /// <returns>Null where another writer was faster with a removal; the store tells of it.</returns>
    public async Task<Certificate?> EnsureAsync(Site site, CancellationToken cancellation)
    {
        var key = KeyOf(site.Id);
        var spec = JsonNode.Parse(CoreJson.Write(new CertificateSpec
        {
            Hostnames = [.. site.Spec.Hostnames.Distinct(StringComparer.Ordinal)],
            Issuer = site.Spec.Tls.Issuer,
            SecretName = SecretNameOf(site.Id),
        }))!;
        var owner = OwnerReferences.To(
            $"{ResourceNames.Group}/v1", "Site", site.Metadata.Name, site.Metadata.Uid);
        if (await documents.Store.GetAsync(key, cancellation) is null)
        {
            var document = DocumentJson.New($"{ResourceNames.Group}/v1", "Certificate", key, time, newId);
            document["metadata"]!["ownerReferences"] = owner.DeepClone();
            document["spec"] = spec.DeepClone();
            await documents.Store.PutAsync(key, DocumentJson.ToElement(document), 0, cancellation);
        }

        var stored = await documents.UpdateAsync(
            key,
            document =>
            {
                var metadata = document["metadata"]!.AsObject();
                var sameOwner = JsonNode.DeepEquals(metadata["ownerReferences"], owner);
                var sameSpec = JsonNode.DeepEquals(document["spec"], spec);
                metadata["ownerReferences"] = owner.DeepClone();
                if (!sameSpec)
                {
                    document["spec"] = spec.DeepClone();
                    metadata["generation"] = (metadata["generation"]?.GetValue<long>() ?? 0) + 1;
                    document["status"]?.AsObject().Remove("failures");
                    document["status"]?.AsObject().Remove("notBeforeRetry");
                }

                return !(sameOwner && sameSpec);
            },
            cancellation);
        return stored is null ? null : CoreJson.Read<Certificate>(stored.Document);
    }

    /// <summary>Removes the Certificate of a Site that is gone, and the Secrets that were made for it; last the
    /// Certificate, so that a kill in between is made good at the next start.</summary>
    public async Task RemoveAsync(SiteId site, CancellationToken cancellation)
    {
        var secret = CertificateSecrets.KeyOf(site.Namespace, SecretNameOf(site));
        await secrets.DeleteAsync(secret with { Name = $"{secret.Name}-next" }, cancellation);
        await secrets.DeleteAsync(secret, cancellation);
        await documents.Store.DeleteAsync(KeyOf(site), 0, cancellation);
    }
}
