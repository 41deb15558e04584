package shop

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

const order = `{"seller_id": 1691, "client_id": 107655, "payments": [{"type": "cash"}], "shipped_items": [
	{"type": "Eticket", "email_address_id": 33333, "items": [{"ticket_group_id": 52554287, "price": 50, "quantity": 2}]}]}`

func TestAnOrderWhoseAnswerIsLostIsMadeOnce(t *testing.T) {
	control(t, "/faults", `["lost-answer"]`)

	if answer, err := placeOrder(); err == nil {
		t.Fatalf("the answer came: %s", answer)
	}

	control(t, "/requests/verify", `{"match": {"operation": "orders.create"}, "times": {"min": 1, "max": 1}}`)
	// The order behind the sale is a part of it.
	control(t, "/world/verify", `{"orders": {"where": {"front_order_id": null}, "times": {"min": 1, "max": 1}}}`)
}

// Your own program stands in its place: it takes the same variables.
func placeOrder() (string, error) {
	url := os.Getenv("TEVO_BASE_URL") + "/v9/orders"
	body := fmt.Sprintf(`{"orders": [%s]}`, order)
	mac := hmac.New(sha256.New, []byte(os.Getenv("TEVO_API_SECRET")))
	fmt.Fprintf(mac, "POST %s?%s", strings.TrimPrefix(url, "http://"), body)
	return post(url, body, map[string]string{
		"X-Token":     os.Getenv("TEVO_API_TOKEN"),
		"X-Signature": base64.StdEncoding.EncodeToString(mac.Sum(nil)),
	})
}

func control(t *testing.T, path string, body string) {
	t.Helper()
	if _, err := post(os.Getenv("TEVO_CONTROL_URL")+path, body, nil); err != nil {
		t.Fatal(err)
	}
}

func post(url string, body string, headers map[string]string) (string, error) {
	request, err := http.NewRequest("POST", url, bytes.NewBufferString(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 300 {
		err = fmt.Errorf("%s: %s", answer.Status, text)
	}
	return string(text), err
}
