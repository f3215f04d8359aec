using System.Buffers.Text;

namespace Selvedge.Wire.Acme;

/// <summary>The bodies that a client sends (RFC 8555, section 7).</summary>
public static class AcmeRequest
{
    /// <summary>The body that says a challenge is answered (section 7.5.1): an empty object.</summary>
    public static ReadOnlyMemory<byte> Answered { get; } = "{}"u8.ToArray();

    /// <summary>Registers, or finds the account that the key has (section 7.3).</summary>
    /// <param name="contactEmail">Empty: none.</param>
    /// <param name="binding">From <see cref="Jws.Bind"/>; empty: none.</param>
    public static byte[] NewAccount(string contactEmail, ReadOnlyMemory<byte> binding) => AcmeText.Write(
        json =>
        {
            json.WriteBoolean("termsOfServiceAgreed", true);
            if (contactEmail.Length > 0)
            {
                json.WriteStartArray("contact");
                json.WriteStringValue($"mailto:{contactEmail}");
                json.WriteEndArray();
            }

            if (!binding.IsEmpty)
            {
                json.WritePropertyName("externalAccountBinding");
                json.WriteRawValue(binding.Span);
            }
        });

    /// <summary>Orders one certificate for all of the names (section 7.4).</summary>
    public static byte[] NewOrder(IEnumerable<string> hostnames) => AcmeText.Write(
        json =>
        {
            json.WriteStartArray("identifiers");
            foreach (var hostname in hostnames)
            {
                json.WriteStartObject();
                json.WriteString("type", "dns");
                json.WriteString("value", hostname);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <summary>Asks for the certificate (section 7.4).</summary>
    /// <param name="signingRequest">DER, from <see cref="SigningRequest.Build"/>.</param>
    public static byte[] Finalize(ReadOnlySpan<byte> signingRequest)
    {
        var csr = Base64Url.EncodeToString(signingRequest);
        return AcmeText.Write(json => json.WriteString("csr", csr));
    }
}
